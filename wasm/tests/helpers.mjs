// What several test files share.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { resolve } from "node:path";
import { Assessment, Results } from "obektiv";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A folder of real data under OBEKTIV_SHARED (default ../shared), or undefined with a loud line. */
export function shared(what) {
  const path = resolve(root, process.env.OBEKTIV_SHARED ?? "../shared", what);
  if (existsSync(path)) return path;
  console.error(`SKIPPED: ${what} is not in OBEKTIV_SHARED (default ../shared); this test needs it`);
  return undefined;
}

export const declarations = readFileSync(new URL("../pkg/node/obektiv.d.ts", import.meta.url), "utf8");

/** Totals 0 to 3; marks 3, 4, 5 from 1, 2, 3. */
export const assessment = () =>
  new Assessment({ subject: "maths", testGrade: 5, year: 2020, maxScores: [1, 2], boundaries: [1, 2, 3] });

export const results = () =>
  new Results(assessment(), {
    scores: Uint8Array.of(1, 2, 0, 2, 254, 1, 255, 2),
    school: ["b", "b", "a", "a"],
    classId: ["5А", null, "5А", "5А"],
    variant: ["1", "2", "1", "1"],
    journalMark: [5, null, 3, 4],
    municipality: ["M1", "M1", "M2", "M2"],
  });

export const encode = (text) => new TextEncoder().encode(text);

const xml = (text) => `<?xml version="1.0" encoding="UTF-8"?>${text}`;
const office = "http://schemas.openxmlformats.org";

/** A workbook of these sheets, name → rows of text: stored in an archive, not packed. */
export function workbook(sheets) {
  const escape = (text) => text.replace(/[<&]/g, (c) => `&#${c.charCodeAt()};`);
  const row = (cells) => `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${escape(cell)}</t></is></c>`).join("")}</row>`;
  const names = Object.keys(sheets);
  const types = `${office}/officeDocument/2006/relationships`;
  const parts = {
    "[Content_Types].xml": `<Types xmlns="${office}/package/2006/content-types"/>`,
    "_rels/.rels": `<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="r" Type="${types}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${types}"><sheets>${names.map((name, i) => `<sheet name="${escape(name)}" sheetId="${i + 1}" r:id="r${i}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${office}/package/2006/relationships">${names.map((_, i) => `<Relationship Id="r${i}" Type="${types}/worksheet" Target="worksheets/${i}.xml"/>`).join("")}</Relationships>`,
  };
  Object.values(sheets).forEach((rows, i) => {
    parts[`xl/worksheets/${i}.xml`] = `<worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetData>${rows.map(row).join("")}</sheetData></worksheet>`;
  });
  return archive(Object.entries(parts).map(([name, text]) => [name, Buffer.from(xml(text))]));
}

/** A zip archive of stored files. */
function archive(files) {
  const chunks = [], directory = [];
  let at = 0;
  for (const [name, data] of files) {
    const path = Buffer.from(name), fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(path.length, 22);
    const central = Buffer.alloc(14);
    central.writeUInt32LE(at, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), fields, central, path);
    const local = [Buffer.from("PK\x03\x04", "latin1"), fields, path, data];
    chunks.push(...local);
    at += Buffer.concat(local).length;
  }
  const size = Buffer.concat(directory).length, end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...chunks, ...directory, end]));
}

function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

export const FORM = "Код участника;Вариант;1 (1б);2 (2б);Порядковый номер класса;Отметка за предыдущий триместр/четверть/полугодие;Итого баллов";
export const F1 = "ОО;Муниципалитет;Название ОО;Код участника;Класс;Вариант;1 (1б);2 (2б);Первичный балл;Отметка;Отметка по журналу";
export const MARKERS =
  "Год;Логин;Муниципалитет;ОО;4 РУ;5 МА;Количество маркеров\n2024;edu990001;М;Ш 1;1;1;2\n2023;sch990001;М;Ш 1;;1;1\n2024;edu990002;Н;Ш 2;1;;1";
export const DISTRIBUTION =
  "ВПР 2026 Математика 5 класс\nГруппы участников;Кол-во ОО;Кол-во участников;0;1;2;3\nГорный район;2;30;10;20;30;40\nШкола № 1 (edu990001);;10;10;20;30;40\nedu990002 | Школа № 2;1;20;;;50;50";
export const MARKS =
  "Год;Класс;Предмет;Муниципалитет;Логин;ОО;Кол-во участников;2;3;4;5\n2023;4;Русский язык;М;edu990001;Ш;10;0;50;50;0";

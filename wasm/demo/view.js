// What stands on the page. Text comes in as text, never as markup.
import { words } from "./words.js";

/** An element; a property that is no property of it becomes an attribute. */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== ""));
  return element;
}

export class View {
  constructor(language) {
    this.language = language;
    this.t = words[language];
  }

  /** The words that stand in the page itself, in the places that name them. */
  fillIn(root) {
    document.documentElement.lang = this.language;
    document.title = `${this.t.title} · obektiv`;
    for (const at of root.querySelectorAll("[data-text]")) {
      // What stands between backticks is code.
      const parts = this.t[at.dataset.text].split("`");
      at.replaceChildren(...parts.map((part, i) => (i % 2 ? h("code", {}, part) : part)));
    }
    for (const at of root.querySelectorAll("[data-label]")) at.setAttribute("aria-label", this.t[at.dataset.label]);
    for (const at of root.querySelectorAll("[data-title]")) at.title = this.t[at.dataset.title];
  }

  /** Thousands apart by thin spaces, as in the report. */
  whole(value) {
    return String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  }

  /** Numbers as text, whole or with one decimal; text as it is. */
  plain(value) {
    if (typeof value !== "number") return value;
    return Number.isInteger(value) ? this.whole(value) : this.decimals(value, 1);
  }

  decimals(value, digits) {
    if (!Number.isFinite(value)) return "–";
    return value.toLocaleString(this.language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  }

  percent(share) {
    return Number.isFinite(share) ? `${this.decimals(100 * share, 1)}\u00a0%` : "–";
  }

  pvalue(p) {
    if (p < 1e-4) return `< ${this.decimals(1e-4, 4)}`;
    return this.decimals(p, p < 0.01 ? 4 : 2);
  }

  workName({ subject, testGrade, year, season }) {
    const name = this.t.grade(this.t.subjects[subject] ?? subject, testGrade);
    return [name, year, this.t.seasons[season]].filter(Boolean).join(", ");
  }

  /** What went wrong: our sentence, and small the library's own words with the stable code. */
  error({ code, message }) {
    const { errors } = this.t;
    const known = errors[code] ?? errors["page.other"];
    if (typeof known === "function") return [known(message)];
    if (code.startsWith("page.") && code !== "page.other") return [known];
    return [known, " ", h("span", { className: "detail" }, h("span", { lang: "en" }, message), " ", h("code", {}, code))];
  }

  /** The list of works to choose from, by year. */
  works(catalogue, { id, chosen, ofFile }) {
    const years = Map.groupBy?.(catalogue, (a) => a.year) ?? new Map([["", catalogue]]);
    const option = (a) => h("option", { value: a.key, selected: a.key === chosen }, this.workName(a));
    const groups = [...years].sort(([a], [b]) => b - a).map(([year, all]) => h("optgroup", { label: String(year) }, all.map(option)));
    const first = ofFile ? `${this.t.said_by_file}: ${this.workName(ofFile)}` : this.t.choose;
    return h("select", { id }, h("option", { value: "", selected: !chosen, disabled: !ofFile }, first), groups);
  }

  /** What became of the rows of a file, and which work it is taken for. */
  rows({ layout, counts, notes, reasons }, open, work) {
    const { t } = this;
    const numbers = Object.entries(counts).map(([kind, count]) =>
      h("div", {}, h("dt", {}, t.counts[kind]), h("dd", { "data-count": kind }, this.whole(count))),
    );
    const [shown, rest] = [reasons.slice(0, 20), reasons.slice(20)];
    const remark = ({ kind, reason, rows }) => {
      const [first, more] = [rows.slice(0, 5), Math.max(0, rows.length - 5)];
      const where = t.rows_at(first.map((r) => this.whole(r)).join(", "), rows.length, more > 0 && this.whole(more));
      return h("li", {}, `${t.kinds[kind]}, ${where}: `, h("span", { lang: "en" }, reason));
    };
    return h(
      "details",
      { open },
      h("summary", {}, t.details),
      work,
      h("dl", { className: "rows" }, numbers),
      h("p", { className: "detail" }, t.layout(layout)),
      h("ul", { className: "remarks" }, notes.map((note) => h("li", { lang: "en" }, note)), shown.map(remark)),
      rest.length > 0 ? h("p", { className: "detail" }, t.more_reasons(this.whole(rest.length))) : "",
    );
  }

  numbers({ schools, results, marked, share, findings }) {
    const number = (name, value, small) =>
      h("div", {}, h("dt", {}, this.t.numbers[name]), h("dd", { "data-number": name, "data-value": value }, this.whole(value), small));
    const part = h("small", {}, ` ${this.percent(share / 100)}`);
    return [
      number("schools", schools),
      number("results", results),
      number("marked", marked, part),
      number("findings", findings),
    ];
  }

  /** The findings, in the order of the library: by sign and group, no ranking. */
  findings({ shown, works }) {
    const { t } = this;
    const headings = Object.entries(t.columns).map(([column, name]) =>
      h("th", { scope: "col", className: ["group", "sign", "scope"].includes(column) ? "" : "r" }, name),
    );
    const value = (amount, text) => h("td", { className: "r" }, h("data", { value: String(amount) }, text));
    const row = (f) => {
      const rule = f.sign.startsWith("official.");
      return h(
        "tr",
        { "data-id": f.id },
        h("th", { scope: "row" }, this.group(f)),
        h("td", { className: "sign" }, t.signs[f.sign] ?? f.sign),
        h("td", { className: "scope" }, this.scope(f.scope, works)),
        value(f.n, this.whole(f.n)),
        value(f.statistic, rule ? this.decimals(f.statistic, 2) : this.percent(f.statistic)),
        value(f.pvalue, this.pvalue(f.pvalue)),
        value(f.qvalue, this.pvalue(f.qvalue)),
      );
    };
    return [
      h("caption", { className: "unseen" }, t.findings),
      h("thead", {}, h("tr", {}, headings)),
      h("tbody", {}, shown.map(row)),
    ];
  }

  group({ unit, group, class: letter }) {
    if (unit === "class") return this.t.class(group, letter);
    return unit === "all" ? this.t.all : group;
  }

  /** A work's key, a year, or a year and a grade. */
  scope(scope, works) {
    const work = works.find((w) => w.key === scope);
    if (work) return this.workName(work);
    const [year, grade] = scope.split("-");
    return grade ? `${year}, ${this.t.grade_alone(grade)}` : year;
  }
}

// Which assessment the name of a file names, as `python -m obektiv` reads it.

// The keys of assessments, and the names of exports: 2020-autumn-maths-5, 2020-maths-5, 2020-grade5-maths.
const KEY = /^(?<year>\d{4})-(?:(?<season>autumn|spring)-)?(?<subject>[a-z_]+)-(?<grade>\d{1,2})(?!\d)/;
const EXPORT = /^(?<year>\d{4})-grade(?<grade>\d{1,2})-(?<subject>[a-z_]+)(?![a-z])/;

/** The one assessment of the catalogue that the name names; undefined if it names none, or more than one. */
export function byName(name, catalogue) {
  const found = (KEY.exec(name) ?? EXPORT.exec(name))?.groups;
  if (!found) return undefined;
  const fits = catalogue.filter(
    (a) =>
      a.subject === found.subject &&
      a.testGrade === Number(found.grade) &&
      a.year === Number(found.year) &&
      (!found.season || a.season === found.season),
  );
  return fits.length === 1 ? fits[0] : undefined;
}

/** Whether the name is that of a table; those that begin with ~$ are the locks of open workbooks. */
export const isTable = (name) => /\.(xlsx|csv)$/i.test(name) && !name.startsWith("~$");

//! Plans as documents to sign and send, and read back from them.

use obektiv::{
    plan::Plan,
    report::{self, ReportError},
};
use pyo3::{
    prelude::*,
    types::{PyBytes, PyType},
};

use super::PyPlan;
use crate::{convert, error::Result, files, registry::PyRegistry, table::PyTable};

#[pymethods]
impl PyPlan {
    /// The plan as the table of such notes, in Markdown, and below it tables of all else that it
    /// holds.
    #[pyo3(signature = (language="ru"))]
    fn to_markdown(&self, language: &str) -> Result<String> {
        Ok(report::plan_markdown(&self.0, language.parse()?)?)
    }

    /// The plan as a self-contained HTML page: the same tables, and what the plan lacks.
    #[pyo3(signature = (language="ru"))]
    fn to_html(&self, language: &str) -> Result<String> {
        Ok(report::plan_html(&self.0, language.parse()?)?)
    }

    /// The plan as the bytes of a document for word processors: the table of such notes on
    /// landscape A4, a road map with a column for each level, and tables of all else that it holds.
    ///
    /// The plan itself stands in a part of the file that word processors keep: `from_docx` gives it
    /// back with nothing lost.
    ///
    /// Parameters
    /// ----------
    /// language : {"ru", "en"}
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     `report.language`.
    ///
    /// Examples
    /// --------
    /// >>> plan = ob.plan.example()
    /// >>> ob.plan.Plan.from_docx(plan.to_docx()) == plan
    /// True
    #[pyo3(signature = (language="ru"))]
    fn to_docx<'py>(&self, py: Python<'py>, language: &str) -> Result<Bound<'py, PyBytes>> {
        Ok(PyBytes::new(py, &report::plan_docx(&self.0, language.parse()?)?))
    }

    /// The plan in a document that `to_docx` made. What people have changed in its text since then
    /// is not looked at.
    ///
    /// Parameters
    /// ----------
    /// source : str, path, bytes or file
    ///
    /// Raises
    /// ------
    /// PlanError
    ///     `plan.unreadable` for what is no such document, else as `from_json`.
    #[classmethod]
    fn from_docx(_cls: &Bound<'_, PyType>, source: &Bound<'_, PyAny>) -> Result<Self> {
        Ok(Self(Plan::from_docx(convert::bytes(source)?.as_bytes())?))
    }

    /// The plan as the bytes of a workbook that people fill in: a sheet each of documents,
    /// measures, rows of schools, planned visits, acts, checklists, answers of schools, indicators
    /// and their values.
    ///
    /// What is not to be changed is protected, statuses and the like are chosen from lists, what is
    /// overdue on the day on which it is open is coloured. The plan itself stands in a hidden
    /// sheet.
    ///
    /// Parameters
    /// ----------
    /// language : {"ru", "en"}
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     `report.language`; `report.unwritable` for more rows than a sheet has.
    ///
    /// Examples
    /// --------
    /// >>> sent = ob.plan.example()
    /// >>> plan, changes, conflicts = ob.plan.Plan.from_xlsx(sent.to_xlsx())
    /// >>> plan == sent, len(changes), len(conflicts)
    /// (True, 0, 0)
    #[pyo3(signature = (language="ru"))]
    fn to_xlsx<'py>(&self, py: Python<'py>, language: &str) -> Result<Bound<'py, PyBytes>> {
        Ok(PyBytes::new(py, &report::plan_xlsx(&self.0, language.parse()?)?))
    }

    /// The plan of a workbook that `to_xlsx` made, with what people filled in.
    ///
    /// Parameters
    /// ----------
    /// source : str, path, bytes or file
    ///
    /// Returns
    /// -------
    /// tuple of Plan, Table and Table
    ///     The plan; what changed: `list, id, field, before, after`, where a row that was added has
    ///     no field; what did not fit and was left as it was: `kind, list, row, id, field, kept,
    ///     found`. `kind` is "no_sheet", "no_column", "row_deleted", "unknown_id", "missing_id",
    ///     "duplicate_id", "invalid" (another word than the list has, no day, no number, no
    ///     document of the plan, nothing where something is needed), "locked" (a cell that is not
    ///     to be changed was) or "changed_here".
    ///
    /// Raises
    /// ------
    /// PlanError
    ///     `plan.unreadable` for what is no such workbook, else as `from_json`.
    #[classmethod]
    fn from_xlsx(_cls: &Bound<'_, PyType>, source: &Bound<'_, PyAny>) -> Result<(Self, PyTable, PyTable)> {
        Ok(filled(Plan::from_xlsx(convert::bytes(source)?.as_bytes())?))
    }

    /// This plan with what people filled into a workbook that was made of it earlier, or of the
    /// part of one school. What has become another value here since then stays, and is a conflict
    /// of the kind "changed_here".
    ///
    /// Parameters
    /// ----------
    /// source : str, path, bytes or file
    ///
    /// Returns
    /// -------
    /// tuple of Plan, Table and Table
    ///     As `from_xlsx`.
    ///
    /// Raises
    /// ------
    /// PlanError
    ///     As `from_xlsx`.
    fn fill(&self, source: &Bound<'_, PyAny>) -> Result<(Self, PyTable, PyTable)> {
        Ok(filled(self.0.fill(convert::bytes(source)?.as_bytes())?))
    }

    /// The plan for publishing: no school can be told from it.
    ///
    /// Schools, findings, rows of schools, visits, answers, checklists and coordinators of schools
    /// are counted in place of them. In texts "школа" or "school" stands in place of logins, of
    /// names of organisations that are schools (they have a login, or a coordinator of a school is
    /// theirs) and of their people, and of names in the registry; a name that neither has stays.
    ///
    /// Parameters
    /// ----------
    /// registry : Registry, optional
    /// language : {"ru", "en"}
    ///     Of the word that stands in place of names.
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     `report.language`.
    #[pyo3(signature = (registry=None, *, language="ru"))]
    fn without_schools(&self, registry: Option<&Bound<'_, PyRegistry>>, language: &str) -> Result<Self> {
        let registry = registry.map(|registry| &registry.get().0);
        Ok(Self(self.0.without_schools(registry, language.parse()?)?))
    }

    /// The part of the plan that concerns one school, with its own rows only, and what these refer
    /// to. In texts "школа" or "school" stands in place of other schools.
    ///
    /// A login is known by its digits: "sch…" became "edu…" in 2022.
    ///
    /// Parameters
    /// ----------
    /// login : str
    /// language : {"ru", "en"}
    ///     Of the word that stands in place of names.
    ///
    /// Raises
    /// ------
    /// PlanError
    ///     `plan.no_school` for a login that nothing in the plan names.
    /// ReportError
    ///     `report.language`.
    #[pyo3(signature = (login, *, language="ru"))]
    fn for_school(&self, login: &str, language: &str) -> Result<Self> {
        Ok(Self(self.0.for_school(login, language.parse()?)?))
    }

    /// Writes the plan to a file: JSON, Markdown, HTML, a document or a workbook by its suffix
    /// (.json, .md, .html, .docx, .xlsx).
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     `report.name` for another suffix, `report.language`.
    #[pyo3(signature = (path, language="ru"))]
    fn save(&self, py: Python<'_>, path: std::path::PathBuf, language: &str) -> Result<()> {
        let bytes = match convert::suffix(&path).as_str() {
            "json" => self.0.to_json().into_bytes(),
            "md" => self.to_markdown(language)?.into_bytes(),
            "html" => self.to_html(language)?.into_bytes(),
            "docx" => report::plan_docx(&self.0, language.parse()?)?,
            "xlsx" => report::plan_xlsx(&self.0, language.parse()?)?,
            _ => {
                let (got, expected) = (path.display().to_string(), ".json, .md, .html, .docx, .xlsx");
                return Err(ReportError::Name { what: "the file", got, expected }.into());
            }
        };
        files::save(py, &path, &bytes)
    }
}

fn filled(filled: report::FilledPlan) -> (PyPlan, PyTable, PyTable) {
    let (changes, conflicts) = (filled.changes_table().into(), filled.conflicts_table().into());
    (PyPlan(filled.plan), changes, conflicts)
}

use super::package::parts;
use super::*;
use crate::plan::{EXAMPLE, Plan};
use crate::report::{Language, plan_html, plan_markdown};

const ROAD_MAP: &str = include_str!("../../../../tests/fixtures/plan-road-map.json");

fn plans() -> [Plan; 2] {
    [EXAMPLE, ROAD_MAP].map(|json| Plan::from_json(json).unwrap())
}

/// The part of a document that is printed.
fn body(plan: &Plan, language: Language) -> String {
    let bytes = plan_docx(plan, language).unwrap();
    let body = parts("docx", &bytes, |name| name == "word/document.xml").unwrap().remove(0);
    if let Some(folder) = std::env::var_os("OBEKTIV_DOCUMENTS") {
        let published = if plan.hidden.is_some() { "-published" } else { "" };
        let name = format!("plan-{}-{language:?}{published}.docx", plan.year);
        std::fs::write(std::path::Path::new(&folder).join(name), &bytes).unwrap();
    }
    body
}

#[test]
fn a_document_gives_its_plan_back() {
    for mut plan in plans() {
        plan.title += " <&>\"' \u{ffff}\u{1}\u{feff} ]]> &#x41;";
        for language in [Language::Russian, Language::English] {
            let bytes = plan_docx(&plan, language).unwrap();
            assert_eq!(Plan::from_docx(&bytes).unwrap(), plan);
            assert_eq!(plan_docx(&plan, language).unwrap(), bytes);
        }
    }
}

#[test]
fn what_is_no_document_of_a_plan_is_refused() {
    let code = |bytes: &[u8]| Plan::from_docx(bytes).unwrap_err().code();
    assert_eq!(code(b"PK"), "plan.unreadable");
    let other = package::pack("docx", &[("customXml/item1.xml", "<a/>")]).unwrap();
    assert_eq!(code(&other), "plan.unreadable");
    let part = "<plan xmlns=\"urn:obektiv:plan\">{}</plan>";
    let damaged = package::pack("docx", &[("customXml/item1.xml", part)]).unwrap();
    assert_eq!(code(&damaged), "plan.json");
}

#[test]
fn the_note_is_printed_as_its_own_table() {
    let [note, _] = plans();
    let body = body(&note, Language::Russian);
    for text in [
        "Информационная справка",
        "Приказы департамента образования администрации города Дзержинска (1.1, 1.2)",
        "протокол № 5 от 27 мая 2022 года",
        "(протокол № 3 от 25 марта 2022 года)",
        "Отдел общего и дополнительного образования",
    ] {
        assert!(body.contains(text), "{text}");
    }
    // Times and results of two blocks are cells over five rows and over two.
    assert_eq!(body.matches("<w:vMerge w:val=\"restart\"/>").count(), 4);
    assert_eq!(body.matches("<w:vMerge w:val=\"continue\"/>").count(), 2 * 4 + 2);
    assert_eq!(body.matches("<w:gridSpan w:val=\"4\"/>").count(), 2);
    assert!(body.contains("w:orient=\"landscape\"") && body.contains("<w:tblHeader/>"));
    assert!(!body.contains("minutes-3"));
}

#[test]
fn a_road_map_has_a_column_for_each_level() {
    let [_, map] = plans();
    let body = body(&map, Language::English);
    assert_eq!(body.matches("<w:gridSpan w:val=\"6\"/>").count(), 2);
    for text in ["Region", "Municipality", "School", "Создаёт комиссию, проводит перепроверку."]
    {
        assert!(body.contains(text), "{text}");
    }
}

/// All texts of a JSON value but what it says in words of its own: kinds, levels, findings.
fn texts(value: &serde_json::Value, all: &mut Vec<String>) {
    const WORDS: [&str; 15] = [
        "id",
        "kind",
        "stage",
        "level",
        "status",
        "outcome",
        "formula",
        "direction",
        "subject",
        "works",
        "findings",
        "finding",
        "answers",
        "login",
        "fingerprint",
    ];
    match value {
        serde_json::Value::String(text) => all.push(text.clone()),
        serde_json::Value::Array(list) => list.iter().for_each(|one| texts(one, all)),
        serde_json::Value::Object(fields) => {
            let said = |name: &&String| name.as_str() == "outcome" && fields.contains_key("estimate");
            let shown = fields.iter().filter(|(name, _)| said(name) || !WORDS.contains(&name.as_str()));
            shown.for_each(|(_, one)| texts(one, all));
        }
        _ => {}
    }
}

/// All ids of a JSON value.
fn ids(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::Array(list) => list.iter().flat_map(ids).collect(),
        serde_json::Value::Object(fields) => {
            let own = fields.get("id").and_then(|id| id.as_str().map(str::to_owned));
            own.into_iter().chain(fields.values().flat_map(ids)).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn everything_that_a_plan_says_is_printed_everywhere() {
    let [_, map] = plans();
    let mut all = Vec::new();
    let json: serde_json::Value = serde_json::from_str(&map.to_json()).unwrap();
    texts(&json, &mut all);
    let ids = ids(&json);
    all.retain(|text| !ids.contains(text));
    let language = Language::Russian;
    let html = plan_html(&map, language).unwrap();
    let markdown = plan_markdown(&map, language).unwrap();
    let printed = [body(&map, language), html, markdown];
    let words = |text: &str| {
        text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&#x2f;", "/")
    };
    let printed = printed.map(|text| words(&text));
    for text in all {
        let day: Option<jiff::civil::Date> = text.parse().ok();
        let text = day.map_or(text, |d| format!("{:02}.{:02}.{}", d.day(), d.month(), d.year()));
        let text = text.replace(" %", "\u{a0}%");
        let line = text.lines().next().unwrap_or_default();
        for (format, page) in ["docx", "html", "md"].iter().zip(&printed) {
            let page = page.replace(" %", "\u{a0}%");
            assert!(page.contains(line), "{format}: {line}");
        }
    }
    for text in
        ["Заместитель координатора", "12,5", "7,1", "0,250", "Телефоны собраны", "−2,100", "с помощью: 21"]
    {
        assert!(printed.iter().all(|page| page.contains(text)), "{text}");
    }
}

#[test]
fn a_plan_for_publishing_prints_counts_in_place_of_schools() {
    let [_, map] = plans();
    let plan = map.without_schools(None, Language::Russian).unwrap();
    for page in [body(&plan, Language::Russian), plan_html(&plan, Language::Russian).unwrap()] {
        for text in [
            "школ: 3, не начато: 1, выполняется: 1, выполнено: 1, признаков: 2",
            "актов: 2, актов с нарушениями: 1",
        ] {
            assert!(page.contains(text), "{text}");
        }
        assert!(!page.contains("99001") && !page.contains("Школа № 1"));
    }
    assert!(body(&plan, Language::English).contains("schools: 3"));
}

//! What the README promises of signs is true.

use obektiv::{screening::Sign, statistics::signs};

/// The ids of the table's first column: `.gap` after `journal.raised` is `journal.gap`.
fn ids() -> Vec<String> {
    let readme = std::fs::read_to_string(obektiv_tests::root().join("README.md")).unwrap();
    let table = readme.split("## Which signs").nth(1).unwrap().split("\n\n").nth(1).unwrap();
    let mut ids = Vec::new();
    for row in table.lines().skip(2) {
        let mut module = String::new();
        for name in row.split('|').nth(1).unwrap().split('`').skip(1).step_by(2) {
            let id = if name.starts_with('.') { format!("{module}{name}") } else { name.to_owned() };
            module = id.split('.').next().unwrap().to_owned();
            ids.push(id);
        }
    }
    ids
}

#[test]
fn each_sign_of_the_table_can_be_named_in_a_policy_or_says_why_not() {
    let ids = ids();
    assert!(ids.len() > 40, "{ids:?}");
    for id in &ids {
        let id = id.trim_end_matches(".*");
        match Sign::named(id) {
            Ok(_) => assert!(signs::why_not(id).is_none(), "{id} can be named and says why not"),
            Err(error) => {
                let reason = signs::why_not(id).unwrap_or_else(|| panic!("{id} cannot be named: {error}"));
                assert!(error.to_string().contains(reason));
            }
        }
    }
    for sign in signs::ALL {
        assert!(ids.iter().any(|id| sign.is_called(id)), "{} is not in the README", sign.id);
    }
}

//! The `.det` text inside the binary: standard library, definitions, rules, profiles.
//!
//! Takes nothing; gives names and texts. Knows nothing of how they are read: the library is ordinary text, and
//! a folder of the same shape may stand in for it while it is worked on.

/// Every file of the prelude: its name, which is also what messages show, and its text. Sorted by name; a
/// test compares the list with the folder.
pub const FILES: &[(&str, &str)] = &[
    ("definitions/agenda.det", include_str!("definitions/agenda.det")),
    ("definitions/formats.det", include_str!("definitions/formats.det")),
    ("definitions/interests.det", include_str!("definitions/interests.det")),
    ("definitions/measures.det", include_str!("definitions/measures.det")),
    ("definitions/organs.det", include_str!("definitions/organs.det")),
    ("definitions/relations.det", include_str!("definitions/relations.det")),
    ("definitions/sequence.det", include_str!("definitions/sequence.det")),
    ("profiles.det", include_str!("profiles.det")),
    ("rules/agenda.det", include_str!("rules/agenda.det")),
    ("rules/hard-and-soft.det", include_str!("rules/hard-and-soft.det")),
    ("rules/interests.det", include_str!("rules/interests.det")),
    ("rules/measures.det", include_str!("rules/measures.det")),
    ("rules/membership.det", include_str!("rules/membership.det")),
    ("rules/organs.det", include_str!("rules/organs.det")),
    ("rules/relations.det", include_str!("rules/relations.det")),
    ("rules/sequence.det", include_str!("rules/sequence.det")),
    ("std/actors.det", include_str!("std/actors.det")),
    ("std/alliances.det", include_str!("std/alliances.det")),
    ("std/asia-pacific.det", include_str!("std/asia-pacific.det")),
    ("std/conditions.det", include_str!("std/conditions.det")),
    ("std/europe.det", include_str!("std/europe.det")),
    ("std/european-states.det", include_str!("std/european-states.det")),
    ("std/events.det", include_str!("std/events.det")),
    ("std/interests.det", include_str!("std/interests.det")),
    ("std/issues.det", include_str!("std/issues.det")),
    ("std/northeast-asia.det", include_str!("std/northeast-asia.det")),
    ("std/principles.det", include_str!("std/principles.det")),
    ("std/proposals.det", include_str!("std/proposals.det")),
    ("std/regions.det", include_str!("std/regions.det")),
    ("std/sources.det", include_str!("std/sources.det")),
    ("std/southeast-asian-states.det", include_str!("std/southeast-asian-states.det")),
    ("std/systems-europe.det", include_str!("std/systems-europe.det")),
    ("std/systems-northeast-asia.det", include_str!("std/systems-northeast-asia.det")),
    ("std/systems-wider-asia.det", include_str!("std/systems-wider-asia.det")),
];

/// Returns the name of the file behind `use std.NAME`.
pub fn module_file(module: &str) -> String {
    format!("{}.det", module.replace('.', "/"))
}

/// Checks whether a file is read in every run; the rest of the standard library is read where it is used.
/// Sources are always there, because every rule cites them.
pub fn always_read(name: &str) -> bool {
    !name.starts_with("std/") || name == "std/sources.det"
}

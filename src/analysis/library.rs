//! The library inside the program: which file of it declares a name, and which module leads there.
//!
//! Takes the texts of the prelude, or those of the folder that stands in for it. Reads none of them as a tree.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::Request;
use crate::prelude;

/// The texts of the prelude by file name.
#[derive(Debug)]
pub(super) struct Library {
    files: HashMap<String, String>,
    /// Which file declares a name; made when a name is first missed.
    declared: OnceLock<HashMap<String, String>>,
}

impl Library {
    /// Returns the prelude: the one inside the binary, or the folder that stands in for it.
    pub(super) fn of(request: &Request) -> Library {
        let files = match &request.prelude {
            Some(files) => files.iter().cloned().collect(),
            None => prelude::FILES
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect(),
        };
        Library { files, declared: OnceLock::new() }
    }

    /// Returns the text of a file.
    pub(super) fn get(&self, file: &str) -> Option<&String> {
        self.files.get(file)
    }

    /// Returns the names of the files, sorted.
    pub(super) fn files(&self) -> Vec<&String> {
        let mut names: Vec<&String> = self.files.keys().collect();
        names.sort();
        names
    }

    /// Returns the file of the library that declares each name: its heading stands at the start of a line.
    fn names(&self) -> HashMap<String, String> {
        let mut files: Vec<(&String, &String)> = self.files.iter().collect();
        files.sort();
        let mut names = HashMap::new();
        for (file, text) in files {
            for line in text.lines().filter(|l| !l.starts_with(' ')) {
                let mut words = line.split_whitespace();
                let kind = words.next().and_then(crate::schema::Kind::of_word);
                if let (Some(_), Some(name)) = (kind, words.next()) {
                    names.entry(name.to_owned()).or_insert_with(|| file.clone());
                }
            }
        }
        names
    }

    /// Returns the module of the library that declares a name and is not loaded.
    pub(super) fn elsewhere(&self, name: &str) -> Option<String> {
        let file = self.declared.get_or_init(|| self.names()).get(name)?;
        // The doors of the library are what a reader writes; they use the rest.
        let doors = ["std/northeast-asia.det", "std/europe.det", "std/asia-pacific.det"];
        let door =
            doors.iter().find(|door| self.leads_to(door, file)).map_or(file.as_str(), |d| *d);
        Some(door.trim_end_matches(".det").replace('/', "."))
    }

    /// Returns what to do about a name that nothing loaded has, where a module of the library declares it; else nothing.
    pub(super) fn hint(&self, name: &str) -> Option<String> {
        let module = self.elsewhere(name)?;
        Some(format!("it stands in `{module}`: put `use {module}` at the top of the file"))
    }

    fn leads_to(&self, door: &str, file: &str) -> bool {
        let mut seen = HashSet::new();
        let mut stack = vec![door.to_owned()];
        while let Some(at) = stack.pop() {
            if at == file {
                return true;
            }
            if !seen.insert(at.clone()) {
                continue;
            }
            let Some(text) = self.files.get(&at) else { continue };
            let used = text
                .lines()
                .filter_map(|l| l.strip_prefix("use std."))
                .map(|m| prelude::module_file(&format!("std.{}", m.trim())));
            stack.extend(used);
        }
        false
    }
}

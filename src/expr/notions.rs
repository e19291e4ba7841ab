//! The definitions of a run: the form in which each is used, what it is of, what it means once compiled.

use rustc_hash::FxHashMap as HashMap;

use super::ir::{Key, NodeId, NotionId, ParameterId};
use super::types::Type;
use crate::schema::{FieldId, Kind, KindSet, field, fields_of};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::{Number, Unit};

/// The form in which a notion is used and may be stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotionForm {
    /// `f.agenda`; stated `agenda A, B`, `no agenda`.
    Value,
    /// `f has roadmap`; stated `has roadmap`, `no roadmap`.
    Noun,
    /// `m is hard`; stated `is hard`, `is not hard`.
    Adjective,
    /// `bridged(a, f)`; never stated.
    Call,
    /// `f linked-to g`; never stated.
    Verb,
}

/// How far a definition has been compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Not yet.
    Raw,
    /// It is being compiled: meeting it again is a circle.
    Running,
    /// Done; the body with its type, `None` if it is faulty.
    Done(Option<(NodeId, Type)>),
}

/// One definition.
#[derive(Debug)]
pub struct Notion {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// How it is used.
    pub form: NotionForm,
    /// Its variables: name and the kinds they range over.
    pub params: Vec<(String, KindSet)>,
    /// Its text.
    pub define: ast::Define,
    /// Its documentation.
    pub doc: Vec<Span>,
    /// How many variables its frame holds.
    pub frame: usize,
    /// How many definitions rest on one another down from this one, itself included.
    pub depth: usize,
    /// How deep its conditions stand in one another, those of the definitions it rests on counted in.
    pub height: usize,
    /// Its meaning.
    pub stage: Stage,
}

impl Notion {
    /// Checks whether it is a truth of one thing: what `has` and `is` may state.
    pub fn is_truth(&self) -> bool {
        matches!(self.form, NotionForm::Noun | NotionForm::Adjective)
    }
}

/// A named figure.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// Its figure, where no profile sets another.
    pub value: Number,
    /// Its unit, if any.
    pub unit: Option<&'static Unit>,
}

/// All definitions and parameters.
#[derive(Debug, Default)]
pub struct Notions {
    list: Vec<Notion>,
    parameters: Vec<Parameter>,
    by_kind: HashMap<(String, Kind), NotionId>,
    by_name: HashMap<String, NotionId>,
    of_field: HashMap<FieldId, NotionId>,
    parameter_names: HashMap<String, ParameterId>,
}

impl Notions {
    /// Adds a definition under its name and kinds. Gives back the earlier one where the name is taken.
    pub fn add(&mut self, notion: Notion) -> Result<NotionId, NotionId> {
        let id = NotionId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        let taken = match notion.form {
            NotionForm::Call | NotionForm::Verb => self.by_name.get(&notion.name).copied(),
            _ => notion
                .params
                .first()
                .and_then(|(_, kinds)| kinds.iter().find_map(|k| self.get_named(&notion.name, k))),
        };
        if let Some(earlier) = taken {
            return Err(earlier);
        }
        match notion.form {
            NotionForm::Call | NotionForm::Verb => {
                self.by_name.insert(notion.name.clone(), id);
            }
            _ => {
                for kind in notion.params.first().map(|p| p.1).into_iter().flat_map(KindSet::iter) {
                    if let Some(row) = field(kind, &notion.name) {
                        self.of_field.insert(row, id);
                    }
                    self.by_kind.insert((notion.name.clone(), kind), id);
                }
            }
        }
        self.list.push(notion);
        Ok(id)
    }

    /// Adds a parameter. Gives back the earlier one where the name is taken.
    pub fn add_parameter(&mut self, parameter: Parameter) -> Result<ParameterId, ParameterId> {
        let id = ParameterId(u32::try_from(self.parameters.len()).unwrap_or(u32::MAX));
        if let Some(earlier) = self.parameter_names.get(&parameter.name) {
            return Err(*earlier);
        }
        self.parameter_names.insert(parameter.name.clone(), id);
        self.parameters.push(parameter);
        Ok(id)
    }

    /// Returns a definition.
    pub fn get(&self, id: NotionId) -> Option<&Notion> {
        self.list.get(id.0 as usize)
    }

    pub(crate) fn get_mut(&mut self, id: NotionId) -> Option<&mut Notion> {
        self.list.get_mut(id.0 as usize)
    }

    /// Returns the name of a definition.
    pub fn name(&self, id: NotionId) -> &str {
        self.get(id).map_or("", |n| n.name.as_str())
    }

    /// Returns a parameter.
    pub fn parameter(&self, id: ParameterId) -> Option<&Parameter> {
        self.parameters.get(id.0 as usize)
    }

    /// Finds a parameter.
    pub fn find_parameter(&self, name: &str) -> Option<ParameterId> {
        self.parameter_names.get(name).copied()
    }

    /// Finds the definition of this name for this kind.
    pub fn get_named(&self, name: &str, kind: Kind) -> Option<NotionId> {
        self.by_kind.get(&(name.to_owned(), kind)).copied()
    }

    /// Finds a definition of several things: `bridged`, `linked-to`.
    pub fn get_call(&self, name: &str) -> Option<NotionId> {
        self.by_name.get(name).copied()
    }

    /// Returns the definition that says what an unwritten field is.
    pub fn of_field(&self, row: FieldId) -> Option<NotionId> {
        self.of_field.get(&row).copied()
    }

    /// Finds what a word means for a kind: a field first, else a notion.
    pub fn key(&self, kind: Kind, name: &str) -> Option<Key> {
        field(kind, name).map(Key::Field).or_else(|| self.get_named(name, kind).map(Key::Notion))
    }

    /// Returns every word that can be asked of these kinds, for did-you-mean; in a fixed order.
    pub fn words(&self, kinds: KindSet) -> Vec<&str> {
        let fields = kinds.iter().flat_map(fields_of).map(|row| row.info().name);
        let notions = self.list.iter().filter(|n| {
            !matches!(n.form, NotionForm::Call | NotionForm::Verb)
                && n.params.first().is_some_and(|p| !p.1.common(kinds).is_empty())
        });
        fields.chain(notions.map(|n| n.name.as_str())).collect()
    }

    /// Iterates over all definitions.
    pub fn iter(&self) -> impl Iterator<Item = (NotionId, &Notion)> {
        self.list
            .iter()
            .enumerate()
            .map(|(i, n)| (NotionId(u32::try_from(i).unwrap_or(u32::MAX)), n))
    }

    /// Iterates over all parameters.
    pub fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter()
    }
}

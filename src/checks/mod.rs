//! The catalogue: structural checks in Rust, rules of the literature as text, profiles that choose among them.
//!
//! Takes a model and an evaluator; gives judgements and findings. Knows no output format.

mod agreement;
mod catalogue;
mod choices;
mod circles;
mod comes_again;
mod dated_steps;
mod day_count;
mod drafts;
mod ends_before;
mod findings;
mod gate_cycle;
mod judge;
mod kept_off;
mod lateness;
mod marks;
mod mirrors;
mod opens_nothing;
mod profiles;
mod rules;
mod sequence;
mod structure;
mod totals;
mod unordered;
mod unreachable;
mod waits;
mod whose_days;

pub use catalogue::{CHECKS, Check, find};
pub use findings::{Reporter, Setting as Weight, compact, derivation, wanting, whole_derivation};
pub use judge::{Case, Judgement, Moot, Subject, judge};
pub use profiles::{DEFAULT, Mix, Profile, Setting, Stand, mix, resolve as resolve_profile};
pub use rules::{Ease, Piece, Rule, StepKind, compile, doc_text};
pub use structure::{
    Disputed, Structural, asked as structure_asked, check as structure, check_of as structure_of,
    each_once, to_check,
};

//! Three-valued truth (strong Kleene).
//!
//! What nobody has written is not false: a comparison over an unwritten fact is [`Truth::Undecided`].
//! Source: S. C. Kleene, *Introduction to Metamathematics* (1952), §64, the strong tables.

/// The three values an expression can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// Known to be so.
    Yes,
    /// Known not to be so.
    No,
    /// Facts are missing, or sources disagree.
    Undecided,
}

impl Truth {
    /// Returns the conjunction: one `No` decides it.
    #[must_use]
    pub fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::No, _) | (_, Truth::No) => Truth::No,
            (Truth::Yes, Truth::Yes) => Truth::Yes,
            _ => Truth::Undecided,
        }
    }

    /// Returns the disjunction: one `Yes` decides it.
    #[must_use]
    pub fn or(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::Yes, _) | (_, Truth::Yes) => Truth::Yes,
            (Truth::No, Truth::No) => Truth::No,
            _ => Truth::Undecided,
        }
    }

    /// Returns the negation; the undecided stays undecided.
    #[must_use]
    pub fn negate(self) -> Truth {
        match self {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            Truth::Undecided => Truth::Undecided,
        }
    }

    /// Checks whether the value is `Yes` or `No`.
    pub fn is_decided(self) -> bool {
        self != Truth::Undecided
    }

    /// Returns the word shown to a reader: `yes`, `no` or `undecided`.
    pub fn word(self) -> &'static str {
        match self {
            Truth::Yes => "yes",
            Truth::No => "no",
            Truth::Undecided => "undecided",
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Truth {
        if value { Truth::Yes } else { Truth::No }
    }
}

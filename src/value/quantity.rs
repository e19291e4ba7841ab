//! Numbers, units and bounded quantities such as `more than 25,000 troops`.
//!
//! Numbers are exact to a thousandth (`1.5`, `3.67`), which is finer than any figure in an agreement
//! the language was tried on; a written number with more decimals is refused, never rounded.

use std::fmt;

use crate::value::Truth;

/// An exact decimal, held in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(i64);

impl Number {
    /// Returns a whole number.
    pub fn whole(value: i64) -> Number {
        Number(value.saturating_mul(1000))
    }

    /// Reads `13000`, `13,000` or `1.5`; `None` if it is none of these, too large, or finer than a
    /// thousandth.
    pub fn parse(text: &str) -> Option<Number> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let digits: String = whole.chars().filter(|c| *c != ',').collect();
        let whole: i64 = digits.parse().ok()?;
        let thousandths: i64 = format!("{fraction:0<3}").parse().ok()?;
        whole.checked_mul(1000)?.checked_add(thousandths).map(Number)
    }

    /// Returns the value if it is whole.
    pub fn as_whole(self) -> Option<i64> {
        (self.0 % 1000 == 0).then_some(self.0 / 1000)
    }

    /// Returns the sum, `None` where that is out of range.
    pub fn plus(self, other: Number) -> Option<Number> {
        self.0.checked_add(other.0).map(Number)
    }

    /// Returns `self × factor`, `None` where that is out of range.
    pub fn times(self, factor: i64) -> Option<Number> {
        self.0.checked_mul(factor).map(Number)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = (self.0 / 1000).to_string();
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) && whole.len() > 4 {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        if self.0 % 1000 != 0 {
            let fraction = format!("{:03}", self.0 % 1000);
            write!(f, ".{}", fraction.trim_end_matches('0'))?;
        }
        Ok(())
    }
}

/// What a unit measures; quantities of different dimensions are never compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Hours, days, weeks: an exact length of time.
    Time,
    /// Months and years: lengths that depend on where they start.
    Calendar,
    /// Kilometres, nautical miles.
    Length,
    /// Kilogrammes and tonnes.
    Mass,
    /// A head count of one sort of thing: troops, battle tanks, inspections, issues.
    Count(&'static str),
    /// Per cent of something.
    Share,
}

impl Dimension {
    /// Returns what is measured, in words for a message: `time`, `troops`, `length`.
    pub fn words(self) -> &'static str {
        match self {
            Dimension::Time | Dimension::Calendar => "time",
            Dimension::Length => "length",
            Dimension::Mass => "mass",
            Dimension::Count(what) => what,
            Dimension::Share => "a share",
        }
    }

    /// Checks whether this is a length of time, of either kind.
    pub fn is_time(self) -> bool {
        matches!(self, Dimension::Time | Dimension::Calendar)
    }
}

/// One unit: its written forms, its dimension and its size in the base unit of that dimension.
#[derive(Debug, PartialEq, Eq)]
pub struct Unit {
    /// The singular and the plural as written; the plural is printed.
    pub words: (&'static str, &'static str),
    /// What it measures.
    pub dimension: Dimension,
    /// How many base units (hours, months, metres, kilogrammes, pieces) make one.
    pub size: i64,
}

macro_rules! units {
    ($($one:literal $many:literal $dimension:expr, $size:literal;)*) => {
        /// Every unit of the language.
        pub const UNITS: &[Unit] = &[$(Unit { words: ($one, $many), dimension: $dimension, size: $size }),*];
    };
}

units! {
    "hour" "hours" Dimension::Time, 1;
    "day" "days" Dimension::Time, 24;
    "week" "weeks" Dimension::Time, 168;
    "month" "months" Dimension::Calendar, 1;
    "year" "years" Dimension::Calendar, 12;
    "m" "metres" Dimension::Length, 1;
    "km" "km" Dimension::Length, 1000;
    "nautical mile" "nautical miles" Dimension::Length, 1852;
    "kg" "kg" Dimension::Mass, 1;
    "tonne" "tonnes" Dimension::Mass, 1000;
    "percent" "percent" Dimension::Share, 1;
    "soldier" "troops" Dimension::Count("troops"), 1;
    "battle tank" "battle tanks" Dimension::Count("battle tanks"), 1;
    "armoured vehicle" "armoured vehicles" Dimension::Count("armoured vehicles"), 1;
    "artillery piece" "artillery pieces" Dimension::Count("artillery pieces"), 1;
    "aircraft" "aircraft" Dimension::Count("aircraft"), 1;
    "helicopter" "helicopters" Dimension::Count("helicopters"), 1;
    "ship" "ships" Dimension::Count("ships"), 1;
    "sortie" "sorties" Dimension::Count("sorties"), 1;
    "centrifuge" "centrifuges" Dimension::Count("centrifuges"), 1;
    "inspection" "inspections" Dimension::Count("inspections"), 1;
    "meeting" "meetings" Dimension::Count("meetings"), 1;
    "state" "states" Dimension::Count("states"), 1;
    "member" "members" Dimension::Count("members"), 1;
    "party" "parties" Dimension::Count("parties"), 1;
    "issue" "issues" Dimension::Count("issues"), 1;
}

/// Finds a unit by its singular or plural.
pub fn unit(word: &str) -> Option<&'static Unit> {
    UNITS.iter().find(|u| u.words.0 == word || u.words.1 == word)
}

/// A comparison in words; the language has no `<`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// `at least`: the figure itself counts.
    AtLeast,
    /// `at most`: the figure itself counts.
    AtMost,
    /// `more than`: the figure itself does not count.
    MoreThan,
    /// `less than`: the figure itself does not count.
    LessThan,
}

/// The least and the most that a figure may be, `None` where it has no end.
pub type Ends = (Option<i64>, Option<i64>);

impl Bound {
    /// Compares two figures that are known within ends: whether the first is `at least` the second (or whatever
    /// this bound says) for all they may be, for none, or for some only.
    pub fn between(self, a: Ends, b: Ends) -> Truth {
        let at_least = |x: Ends, y: Ends| {
            if x.0.zip(y.1).is_some_and(|(low, high)| low >= high) {
                Truth::Yes
            } else if x.1.zip(y.0).is_some_and(|(high, low)| high < low) {
                Truth::No
            } else {
                Truth::Undecided
            }
        };
        match self {
            Bound::AtLeast => at_least(a, b),
            Bound::AtMost => at_least(b, a),
            Bound::MoreThan => at_least(b, a).negate(),
            Bound::LessThan => at_least(a, b).negate(),
        }
    }

    /// Returns the words as written.
    pub fn words(self) -> &'static str {
        match self {
            Bound::AtLeast => "at least",
            Bound::AtMost => "at most",
            Bound::MoreThan => "more than",
            Bound::LessThan => "less than",
        }
    }
}

/// A figure with its unit and, where written, its bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// `at least` and the like, if written.
    pub bound: Option<Bound>,
    /// The figure in its own unit.
    pub number: Number,
    /// The unit, from [`UNITS`].
    pub unit: &'static Unit,
    /// Whether the day from which a length of time is counted is the first of its days, where that is said.
    pub first_day: Option<bool>,
}

impl Quantity {
    /// Returns the least and the most it may be, in thousandths of the base unit; a figure with a bound
    /// leaves one end open. `None` where that is out of range.
    fn ends(&self) -> Option<Ends> {
        let Number(at) = self.number.times(self.unit.size)?;
        Some(match self.bound {
            None => (Some(at), Some(at)),
            Some(Bound::AtLeast) => (Some(at), None),
            Some(Bound::MoreThan) => (Some(at.checked_add(1)?), None),
            Some(Bound::AtMost) => (None, Some(at)),
            Some(Bound::LessThan) => (None, Some(at.checked_sub(1)?)),
        })
    }

    /// Returns the figure in the base unit of its dimension, if that is whole: a year and a half are eighteen months.
    pub fn in_base_units(&self) -> Option<i64> {
        self.number.times(self.unit.size)?.as_whole()
    }

    /// Compares with another as far as the bounds of both allow: `at most 60 days` leaves open whether it is
    /// `at least 42 days`. Different dimensions cannot be compared and leave it undecided.
    pub fn compare(&self, bound: Bound, other: &Quantity) -> Truth {
        if self.unit.dimension != other.unit.dimension {
            return Truth::Undecided;
        }
        let (Some(a), Some(b)) = (self.ends(), other.ends()) else { return Truth::Undecided };
        bound.between(a, b)
    }

    /// Checks whether two are the same length, number or share, whatever their units: six weeks are 42 days.
    pub fn equals(&self, other: &Quantity) -> Truth {
        let alike = self.unit.dimension == other.unit.dimension && self.bound == other.bound;
        if self == other || (alike && self.ends().is_some() && self.ends() == other.ends()) {
            return Truth::Yes;
        }
        self.compare(Bound::AtLeast, other).and(self.compare(Bound::AtMost, other))
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(bound) = self.bound {
            write!(f, "{} ", bound.words())?;
        }
        let word =
            if self.number == Number::whole(1) { self.unit.words.0 } else { self.unit.words.1 };
        write!(f, "{} {word}", self.number)
    }
}

//! Plain values: truth, dates as intervals, numbers, quantities with units.
//!
//! Takes written forms, gives values with their order, equality and printed form. Knows nothing of
//! files, syntax or frameworks.

mod calendar;
mod date;
mod quantity;
mod truth;

pub use date::Date;
pub use quantity::{Bound, Dimension, Ends, Number, Quantity, UNITS, Unit, unit};
pub use truth::Truth;

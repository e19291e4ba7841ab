//! Plain values: truth, dates as intervals, numbers, quantities with units; and how words are listed.
//!
//! Takes written forms, gives values with their order, equality and printed form. Knows nothing of
//! files, syntax or frameworks.

mod calendar;
mod date;
mod days;
mod place;
mod quantity;
mod truth;
mod words;

pub use date::{Clock, Date, NoDate};
pub use days::{
    CALENDAR_PERIOD, CalendarUnit, LAST_DAY, day_of_number, first_day_reaching,
    last_day_reaching_no_further, later_day, number_of_day,
};
pub use place::{OFFSETS, Place, Shown};
pub use quantity::{Bound, Dimension, Ends, Number, Quantity, UNITS, Unit, unit};
pub use truth::Truth;
pub use words::{and, count, flat, on_one_line, or, ordinal};

//! Dates as people know them (EDTF).

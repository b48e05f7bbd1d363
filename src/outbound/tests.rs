//! What answers say of addresses.

//! The only module that reads the site folder.

//! A press release as text or as a saved web page, as a draft of its record.

// Two words each, common and rare, from what the archive is written in.
export const queries = [
  "ambulance dispatch", "hospital cleaning", "missed letters", "delayed diagnoses", "night shift", "breast screening",
  "wrong figures", "unregistered staff", "home infusion", "dialysis transport", "payroll nurses", "ward catering",
  "sterile instruments", "maternity bookings", "hip replacements", "discharge summaries", "board paper", "estate maintenance",
  "fertility treatment", "radiology reading", "switchboard calls", "winter tender", "data protection", "staff survey",
  "expired guidance", "mental beds", "health board", "dermatology clinics", "external payment", "screening office",
];

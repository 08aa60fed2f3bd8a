-- To which words somebody said that they want to meet.
ALTER TABLE introduced ADD COLUMN shown TEXT;

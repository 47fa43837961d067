-- Every provision of a person asks for the newest row of their protection: in order already, it is not sorted for each.
CREATE INDEX protection_newest ON register.protection (addressee_id, ordinal);

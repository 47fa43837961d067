-- Whoever asks who has followed a protection takes down first what was set and who has followed meanwhile (ProtectionAcknowledgements): staff do what `atena work` does
-- every half minute, and 0068 left it to that alone.
GRANT UPDATE (xact, position) ON delivery.protection_noted TO atena_clerks;
GRANT INSERT ON delivery.protection_notice TO atena_clerks;

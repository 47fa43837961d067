-- 処理結果一覧表の同一性: a list saved in another encoding, with other line ends or in another order is the list that it was.
COMMENT ON TABLE pension.result_list IS 'Purpose: 処理結果一覧表, a list of results that the Service sent and that was taken in; the same transmittal and rows once. Source: the Japan Pension Service. Retention: permanent. Class: none.';
COMMENT ON COLUMN pension.result_list.digest IS 'Purpose: SHA-256 of transmittal and rows as they were read, of lists from before that of the file. Source: the module. Retention: as the row. Class: technical.';

-- An application by nobody can be taken away (runbook pension-untrue-rows): the mark of when it was looked at last goes with it.
ALTER TABLE pension.examined_until DROP CONSTRAINT examined_until_reception_fkey;
ALTER TABLE pension.examined_until
    ADD CONSTRAINT examined_until_reception_fkey FOREIGN KEY (fiscal_year, number) REFERENCES pension.reception (fiscal_year, number) ON DELETE CASCADE;

-- One dossier by its key.
\set d random(1, :rows)
select id, code, procedure_id, unit_id, owner_id, state, version, created_at, updated_at, due_at, subject, data from dossier where id = :d;

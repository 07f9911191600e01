-- One dossier by its code.
\set d random(1, :rows)
select id, code, procedure_id, unit_id, owner_id, state, version, created_at, updated_at, due_at, subject, data from dossier where code = 'A-1-2025-' || lpad((:d)::text, 9, '0');

-- One move of one dossier: locked, changed, its history, the record, a job.
\set d random(1, :rows)
\set o random(1, 5000)
begin;
select state as s, version as v from dossier where id = :d for update \gset
update dossier set state = (:s + 1) % 9, version = :v + 1, updated_at = now() where id = :d;
insert into history (dossier_id, actor_id, from_state, to_state) values (:d, :o, :s, (:s + 1) % 9);
insert into record (actor_id, action, object_id, ip, detail) values (:o, 'dossier.move', :d, '127.0.0.1', '{"step":"tham_dinh"}');
insert into job (kind, dossier_id, args) values ('mail.status', :d, '{"lang":"vi"}');
commit;

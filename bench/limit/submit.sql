-- A submission statement by statement: nine round trips.
\set p random(1, 50)
\set u random(1, 200)
\set o random(1, 200000)
begin;
update series set last = last + 1 where procedure_id = :p and year = 2026 returning last as n \gset
insert into dossier (code, procedure_id, unit_id, owner_id, subject, data) values ('B-' || :p || '-2026-' || lpad((:n)::text, 9, '0'), :p, :u, :o, 'Ho so', (:payload)::text::jsonb) returning id as id \gset
insert into attachment (dossier_id, name, mime, size, sha256, storage_key) values (:id, 'don.pdf', 'application/pdf', 123456, sha256('a'), gen_random_uuid()), (:id, 'anh.jpg', 'image/jpeg', 654321, sha256('b'), gen_random_uuid()), (:id, 'dinh_kem.pdf', 'application/pdf', 222222, sha256('c'), gen_random_uuid());
insert into history (dossier_id, actor_id, from_state, to_state) values (:id, :o, null, 0);
insert into record (actor_id, action, object_id, ip, detail) values (:o, 'dossier.submit', :id, '127.0.0.1', '{"via":"portal","files":3}');
insert into job (kind, dossier_id, args) values ('mail.receipt', :id, '{"lang":"vi"}');
commit;

-- Rows of about 2 KB, spread over 200 units; three in ten are open, hashed so that state and unit do not go together.
insert into series select g, 2026, 0 from generate_series(1, 50) g;
insert into dossier (code, procedure_id, unit_id, owner_id, state, created_at, updated_at, due_at, subject, data)
select 'A-1-2025-' || lpad(g::text, 9, '0'),
       1 + g % 50,
       1 + (g::bigint * 7919) % 200,
       1 + (g::bigint * 104729) % 200000,
       case when abs(hashint8(g::bigint)) % 10 < 3 then g % 9 else 9 end,
       timestamptz '2025-01-01' + g * interval '3 s',
       timestamptz '2025-01-01' + g * interval '3 s',
       timestamptz '2026-01-01' + ((g::bigint * 15485863) % 200000) * interval '1 minute',
       'Ho so ' || g,
       jsonb_build_object('ho_ten', 'Nguoi ' || g, 'duong', 'Duong ' || g % 400, 'so', g % 900, 'noi_dung',
         (select string_agg(md5((g::bigint * 100 + i)::text), ' ') from generate_series(1, 60) i))
from generate_series(1, current_setting('bench.rows')::int) g;

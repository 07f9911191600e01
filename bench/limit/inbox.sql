-- The first fifty of what lies open at one unit.
\set u random(1, 200)
select id, code, subject, state, due_at, owner_id from dossier where unit_id = :u and state < 9 order by due_at, id limit 50;

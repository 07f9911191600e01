import os
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="true"
import pytest
from datetime import datetime, UTC
from playwright.sync_api import sync_playwright
from namkhong.services.procedures.tests import factories
from namkhong.services.procedures import actions
from namkhong.services.eforms import rendering, checking, queries as fq, actions as fa
from namkhong.services.eforms.tests import factories as ff
@pytest.mark.django_db(transaction=True)
def test_shots(live_server):
    factories.load(datetime.now(UTC))
    from namkhong.foundation.places import actions as pl
    pl.load_facts(datetime.now(UTC), nation=False)
    f=fq.form("1.001193", ff.TODAY); 
    data={"child_name":"Lò Văn 3","child_born_on":{"day":"31","month":"2","year":"2026"},"copies":"ba"}
    er=checking.errors(f,data,ff.TODAY)
    sec=f.section("tre"); me=f.section("me")
    html=str(rendering.section_html(f,sec,data,checking.of_section(sec,er),{},on=ff.TODAY))+str(rendering.section_html(f,me,data,checking.of_section(me,er),{},on=ff.TODAY))
    with sync_playwright() as p:
        b=p.chromium.launch(executable_path='/usr/bin/chromium',args=['--no-sandbox'])
        page=b.new_context(viewport={'width':360,'height':800}).new_page()
        for name,path in {'cat':'/dich-vu-cong/','find':'/dich-vu-cong/?q=khai tử mai táng','proc':'/dich-vu-cong/1.004873/'}.items():
            page.goto(live_server.url+path); page.screenshot(path=f'/tmp/pf/n_{name}.png',full_page=True)
        page.goto(live_server.url+"/suc-khoe")
        page.set_content(f'<html lang=vi><head><link rel=stylesheet href="{live_server.url}/tinh/web/dist/citizen.css"></head><body class="govuk-template__body"><div class="govuk-width-container"><main class="govuk-main-wrapper"><h1 class="govuk-heading-l">{sec.title}</h1>{html}</main></div></body></html>'); page.wait_for_timeout(400)
        print("W", page.evaluate("document.documentElement.scrollWidth"))
        page.screenshot(path='/tmp/pf/n_form.png',full_page=True)
        b.close()
    assert 0

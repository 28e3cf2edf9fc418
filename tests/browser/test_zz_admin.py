import pytest
from pathlib import Path
from django.core.management import call_command
from django.utils import timezone
from tests.browser.test_accessibility import faults
from tests.browser.crawl import pages

@pytest.mark.timeout(900)
def test_admin(signed_in, transactional_db):
    call_command("load_data")
    from processes.models import Person, Scheme, RenewalCycle, Edition, Criterion, Membership, Interest
    from processes.scheme import copies
    ada = Person.objects.get(email="ada.norrby@demo.example")
    s = Scheme.objects.get()
    d = copies.new_edition(s, model=s.editions.get(), by=ada, at=timezone.now())
    e = copies  # noqa
    c = RenewalCycle.objects.get(state="draft")
    crit = Criterion.objects.filter(area__edition=d).first()
    sam = Person.objects.get(name="Samira Haddad")
    urls = ["/administration/schemes/", "/administration/schemes/new/", "/administration/schemes/foretagslots/", "/administration/schemes/foretagslots/edit/", "/administration/schemes/foretagslots/editions/new/",
      f"/administration/editions/{d.pk}/", f"/administration/editions/{s.editions.first().pk}/", f"/administration/editions/{d.pk}/edit/", f"/administration/editions/{d.pk}/levels/", f"/administration/editions/{d.pk}/rule/", f"/administration/editions/{d.pk}/import/", f"/administration/editions/{d.pk}/areas/new/", f"/administration/areas/{crit.area_id}/", f"/administration/criteria/{crit.pk}/",
      f"/administration/cycles/{c.pk}/", f"/administration/cycles/{c.pk}/edit/", f"/administration/cycles/{c.pk}/preview/",
      "/administration/people/", "/administration/people/?text=zzzz", "/administration/people/new/", f"/administration/people/{sam.pk}/", f"/administration/people/{sam.pk}/roles/new/", f"/administration/people/{sam.pk}/ties/new/", f"/administration/roles/{sam.memberships.get().pk}/end/", f"/administration/ties/{sam.interests.get().pk}/end/", "/administration/organisations/", "/administration/incidents/"]
    out = Path("/tmp/shots"); out.mkdir(exist_ok=True)
    bad = []
    with signed_in(ada, viewport={"width": 1280, "height": 900}) as page:
        for i, u in enumerate(urls):
            r = page.goto(u)
            page.emulate_media(color_scheme="light")
            page.screenshot(path=str(out / f"{i:02}.png"), full_page=True)
            bad += [f"{u}: {r.status} {f}" for f in faults(page)]
    print("\n".join(bad))
    assert not bad

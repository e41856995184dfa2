"""The site's addresses. Each holds a language and at most entries' numbers."""

from __future__ import annotations

from django.urls import include, path, re_path

from isnad.site import (
    account,
    actors_pages,
    cases_pages,
    chain_page,
    entity_page,
    families_pages,
    findings_page,
    packing_page,
    pages,
    picture_page,
    pictures,
    remains_page,
    review_page,
    sanctions_pages,
    search_page,
    signing,
    station_page,
    statistics_page,
    telling_pages,
)

app_name = "site"

PAGES = [
    path("", pages.glance, name="glance"),
    path("enter", signing.enter, name="enter"),
    path("factor", signing.factor, name="factor"),
    path("leave", signing.leave, name="leave"),
    *account.ADDRESSES,
    path("accessions/<int:number>/", pages.accession, name="accession"),
    path("items/<int:number>/", pages.item, name="item"),
    path("items/<int:number>/look", pictures.look, name="look"),
    path("items/<int:number>/looked/<int:sight>/", pictures.looked, name="looked"),
    path("items/<int:number>/open", pictures.open_whole, name="open"),
    path("items/<int:number>/opened/<int:sight>/", pictures.opened, name="opened"),
    path("items/<int:number>/opened/<int:sight>/whole", pictures.whole, name="whole"),
    path("claims/<int:number>/package", packing_page.package, name="package"),
    path("claims/<int:number>/", chain_page.chain, name="chain"),
    path("claims/<int:number>/correct", review_page.correct, name="correct"),
    path("claims/<int:number>/region", review_page.region, name="region"),
    path("entities/<int:number>/", entity_page.entity, name="entity"),
    path("review/", review_page.desk, name="desk"),
    path("review/<slug:name>/<int:after>/", review_page.queue, name="queue"),
    path("review/<slug:name>/<int:after>/seen/<int:sight>/", review_page.queue, name="queue-seen"),
    path("review/verdict/<int:number>", review_page.verdict, name="verdict"),
    path("review/decide/<int:number>", review_page.decide, name="decide"),
    path("station/", station_page.start, name="station"),
    path("station/begin", station_page.begin, name="station-begin"),
    path("station/<int:sight>/", station_page.card, name="card"),
    path("station/undo", station_page.undo, name="station-undo"),
    path("station/stop", station_page.stop, name="station-stop"),
    path("station/closed/", station_page.closed, name="station-closed"),
    path("station/known/", station_page.known, name="station-known"),
    path("station/limits/", station_page.limits, name="station-limits"),
    path("remains/", remains_page.listed, name="remains"),
    path("remains/from/<int:after>/", remains_page.listed, name="remains-from"),
    path("remains/<int:number>/", remains_page.one, name="body"),
    path("remains/<int:number>/look", remains_page.look, name="body-look"),
    path("remains/<int:number>/findings/", findings_page.of_remains, name="findings"),
    path("remains/<int:number>/arrange", remains_page.arrange, name="arrange"),
    path("remains/undo", remains_page.undo, name="remains-undo"),
    path("remains/statistics/", statistics_page.statistics, name="statistics"),
    path("remains/statistics/<slug:form>/", statistics_page.statistics, name="statistics-house"),
    path("remains/statistics/<slug:form>/<slug:kind>", statistics_page.file, name="statistics-file"),
    path("candidates/", families_pages.listed, name="candidates"),
    path("candidates/in/<slug:state>/", families_pages.listed, name="candidates-in"),
    path("candidates/<int:number>/", families_pages.candidate, name="candidate"),
    path("candidates/<int:number>/review", families_pages.review, name="candidate-review"),
    path("candidates/<int:number>/back", families_pages.step_back, name="candidate-back"),
    path("families/picture/", picture_page.picture, name="picture"),
    path("inquiries/<int:number>/timeline/", families_pages.family, name="family"),
    path("inquiries/<int:number>/prepare", telling_pages.prepare, name="telling-prepare"),
    path("inquiries/<int:number>/note", telling_pages.note, name="telling-note"),
    path("search", search_page.search, name="search"),
    path("actors/", actors_pages.listed, name="actors"),
    path("actors/<int:number>/", actors_pages.actor, name="actor"),
    path("actors/<int:number>/command/", actors_pages.command, name="command"),
    path("actors/<int:number>/ways/", actors_pages.ways, name="ways"),
    path("cases/", cases_pages.listed, name="cases"),
    path("cases/<int:number>/", cases_pages.case, name="case"),
    path("warrants/", cases_pages.standing, name="warrants"),
    path("treasury/", sanctions_pages.listed, name="treasury"),
    path("treasury/<int:number>/", sanctions_pages.actor, name="treasury-actor"),
    path("promises", pages.promises, name="promises"),
    path("roles", pages.roles, name="roles"),
]

urlpatterns = [
    path("", pages.front, name="front"),
    re_path(r"^(?P<language>ar|en)/", include(PAGES)),
]

handler400 = "isnad.site.errors.wrong_request"
handler403 = "isnad.site.errors.forbidden"
handler404 = "isnad.site.errors.not_here"
handler500 = "isnad.site.errors.apology"

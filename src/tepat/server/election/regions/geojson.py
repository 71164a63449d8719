"""Answers in GeoJSON: outlines with an ETag, points fresh."""

import gzip
from collections.abc import Iterator
from datetime import date

import msgspec
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response, patch_vary_headers

from tepat.server.election.regions import queries

TYPE = "application/geo+json"


def boundaries_of(request: HttpRequest, area: str) -> HttpResponse:
    """Return the outlines of `area` and everything in it; 304 where the reader has them."""
    version = queries.outlines_version(area)
    etag = f'"{version}"'
    held = get_conditional_response(request, etag=etag)
    if isinstance(held, HttpResponseNotModified):
        return _kept(held, etag)
    key = f"boundaries:{version}"
    body: bytes | None = cache.get(key)
    if body is None:
        body = gzip.compress(msgspec.json.encode(_collection(area)), 6, mtime=0)
        cache.set(key, body, timeout=None)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(body, content_type=TYPE)
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(gzip.decompress(body), content_type=TYPE)
    patch_vary_headers(response, ["Accept-Encoding"])
    return _kept(response, etag)


def points_of(area: str, today: date) -> HttpResponse:
    """Return the points of kecamatan and desa in `area`: one query."""
    regions = queries.standing(area, today).filter(level__gte=3)
    collection = {"type": "FeatureCollection", "features": queries.features(regions)}
    response = HttpResponse(msgspec.json.encode(collection), content_type=TYPE)
    response["Cache-Control"] = "private, no-cache"
    return response


def _collection(area: str) -> dict[str, object]:
    names = dict(queries.standing(area).values_list("code", "name"))

    def features() -> Iterator[dict[str, object]]:
        for code, geometry in sorted(queries.outlines_of(area).items()):
            properties = {"code": code, "name": names.get(code, code), "level": code.count(".") + 1}
            yield {"type": "Feature", "geometry": geometry, "properties": properties}

    return {"type": "FeatureCollection", "features": list(features())}


def _kept(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response

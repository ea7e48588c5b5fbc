"""Nothing that a client can send makes the desk fail: schemathesis over the application's own OpenAPI."""

import pytest
from archive_samples import sha
from hypothesis import HealthCheck, given, settings
from web import ORIGIN

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
EXAMPLES = 12  # for each operation
ID = sha("a.pdf")[:16]
REAL = {
    "document_id": ID,
    "record_id": f"{ID}-1-1-1",
    "number": 1,
    "agency_id": "SAO-920602",
    "province": "ตรัง",
}
TOLD = 503  # a page that says what is missing, such as an input that has moved


def send(visitor, case, real):
    """One made request, as the person at the desk: with the form's token, and ``real`` ids in its path."""
    if real:
        case.path_parameters = {name: REAL.get(name, value) for name, value in case.path_parameters.items()}
    if isinstance(case.body, dict) and "csrf" in case.body:
        case.body["csrf"] = visitor.csrf
    sent = case.as_transport_kwargs(base_url=ORIGIN)
    sent["headers"] = {**dict(sent.get("headers") or {}), "Origin": ORIGIN}
    sent.pop("cookies", None)  # the visitor's own
    return visitor.http.request(sent.pop("method"), sent.pop("url"), **sent)


def test_no_request_of_the_schema_is_answered_by_an_error_of_ours(visitor):
    schema = schemathesis.openapi.from_dict(visitor.get("/openapi.json").json())
    statuses, failed = [], []
    for offered in schema.get_all_operations():
        operation = offered.ok()
        if operation.path == "/leave":  # ends the session that the rest needs
            continue

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def try_it(case):
            answer = send(visitor, case, real=len(statuses) % 2)
            statuses.append(answer.status_code)
            if answer.status_code >= 500 and answer.status_code != TOLD:
                failed.append((case.method, case.formatted_path, case.query, case.body))

        try_it()
    assert failed == []
    assert len(statuses) > 150
    assert {200, 303, 404, 422} <= set(statuses)  # the requests got to the handlers

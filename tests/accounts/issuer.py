"""A small OpenID Connect provider on this machine, which knows whomever a test tells it of."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask, abort, jsonify, redirect, request
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Issuer:
    """`person` holds the claims of whoever sits before the browser; None says that they cancelled."""

    def __init__(self) -> None:
        self.app = Flask("issuer")
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.url = f"http://127.0.0.1:{self.server.port}"
        self.person: dict[str, Any] | None = None
        self.codes: dict[str, dict[str, str]] = {}
        self.thread = threading.Thread(target=self.server.serve_forever)
        for path, view in {
            "/.well-known/openid-configuration": self.configuration,
            "/authorize": self.authorize,
            "/token": self.token,
            "/userinfo": self.userinfo,
            "/jwks": self.jwks,
        }.items():
            self.app.add_url_rule(path, view.__name__, view, methods=["GET", "POST"])

    def configuration(self) -> Response:
        ends = {f"{name}_endpoint": f"{self.url}/{path}" for name, path in ENDS.items()}
        methods = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
        return jsonify({"issuer": self.url, "jwks_uri": f"{self.url}/jwks", **ends, **methods})

    def authorize(self) -> Response:
        back, state = request.args["redirect_uri"], request.args["state"]
        if self.person is None:
            return redirect(f"{back}?error=access_denied&state={state}")
        self.codes[code := secrets.token_hex(8)] = dict(request.args)
        return redirect(f"{back}?code={code}&state={state}")

    def token(self) -> Response:
        asked = self.codes.pop(request.form["code"])
        digest = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        told = (proof, request.form["client_secret"], request.form["redirect_uri"])
        if told != (asked["code_challenge"], "a secret of Harbour House", asked["redirect_uri"]):
            abort(400)
        now = int(time.time())
        claims = {"iss": self.url, "aud": "dateline", "iat": now, "exp": now + 60} | (self.person or {})
        signed = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "1"})
        return jsonify({"access_token": "opens", "token_type": "Bearer", "id_token": signed})

    def userinfo(self) -> Response:
        return jsonify(self.person)

    def jwks(self) -> Response:
        key = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
        return jsonify({"keys": [key | {"kid": "1", "alg": "RS256", "use": "sig"}]})


ENDS = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}

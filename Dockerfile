# The web server and the jobs in one image. Build: docker build -t boxrank .
# Packages come by exact version and hash from requirements.txt, which `./run lock` writes.
FROM python:3.11.14-slim-bookworm AS build
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /source
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
RUN (python -m app assets || echo "The image has no chart library: npm was not reachable.") \
    && uv build --wheel --out-dir /wheels && cp requirements.txt /wheels

FROM python:3.11.14-slim-bookworm
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --require-hashes -r /wheels/requirements.txt \
    && pip install --no-cache-dir --no-deps /wheels/*.whl && useradd --create-home boxrank
USER boxrank
WORKDIR /home/boxrank
ENV BOXRANK_HOST=0.0.0.0 BOXRANK_INSTALL_ASSETS=false
EXPOSE 8000
CMD ["boxrank", "serve"]

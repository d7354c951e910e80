# The web face and the jobs in one image. Build: docker build -t boxrank .
FROM python:3.11-slim AS build
RUN pip install --no-cache-dir uv
WORKDIR /source
COPY . .
RUN uv run --no-dev boxrank assets && uv build --wheel --out-dir /wheels \
    && uv export --no-dev --no-emit-project --no-hashes --format requirements-txt --output-file /wheels/requirements.txt

FROM python:3.11-slim
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir -r /wheels/requirements.txt /wheels/*.whl && useradd --create-home boxrank
USER boxrank
WORKDIR /home/boxrank
ENV BOXRANK_HOST=0.0.0.0 BOXRANK_INSTALL_ASSETS=false
EXPOSE 8000
CMD ["boxrank", "serve"]

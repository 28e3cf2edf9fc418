FROM python:3.12-slim
WORKDIR /srv/kvalitetslots
ENV PATH="/srv/kvalitetslots/.venv/bin:$PATH" DJANGO_SETTINGS_MODULE=config.settings.production
RUN python -m venv .venv
COPY requirements/production.txt requirements/
RUN pip install --no-cache-dir --require-hashes --requirement requirements/production.txt
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY . .
RUN DJANGO_SETTINGS_MODULE=config.settings.embedded KVALITETSLOTS_VAR=/tmp/build \
    python manage.py compile_translations && rm -r /tmp/build
RUN useradd --system kvalitetslots && install --directory --owner kvalitetslots /var/lib/kvalitetslots
USER kvalitetslots

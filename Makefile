# Mỗi lệnh một dòng, việc thật nằm trong bootstrap.py. Thêm lệnh mới thì thêm "## lời giải thích".
# Each target is one line; the work is in bootstrap.py. A new target needs its "## explanation".
PYTHON ?= python3
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test endure bench check set-up format messages clean

help: ## Liệt kê các lệnh
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: ## Cài đặt tất cả rồi chạy tỉnh thử nghiệm ở http://127.0.0.1:8000 (PORT=…, DATABASE_URL=…)
	@$(PYTHON) bootstrap.py run $(ARGS)

test: ## Cài những gì kiểm thử cần rồi chạy tất cả (ARGS="-k tên" để chạy một phần)
	@$(PYTHON) bootstrap.py test $(ARGS)

endure: ## Kiểm thử ở cỡ một tỉnh, mất nhiều phút (45.000 hồ sơ qua một lần sắp xếp cơ quan)
	@$(PYTHON) bootstrap.py endure $(ARGS)

bench: ## Đo tốc độ so với giới hạn của PostgreSQL, ghi bench/latest.json (ARGS="--seconds 10 --dossiers 2000")
	@$(PYTHON) bootstrap.py bench $(ARGS)

check: ## Quy tắc viết mã, kiểu, tầng, khóa ngoại, migration, bản dịch, tệp khóa
	@$(PYTHON) bootstrap.py check

set-up: ## Chỉ cài đặt, không chạy (ARGS=test để có cả công cụ kiểm thử)
	@$(PYTHON) bootstrap.py set-up $(ARGS)

format: ## Trình bày lại mã nguồn
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .

messages: ## Cập nhật các bản dịch theo mã nguồn
	@.venv/bin/python -m namkhong.config.messages

clean: ## Xóa những gì cài đặt đã tạo (giữ dữ liệu trong var/)
	@rm -rf .venv node_modules src/namkhong/web/static/web/dist src/namkhong/web/paper_fonts var/static

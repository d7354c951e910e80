"""Where in an answer, or in its own request, the parameters of a related request stand."""

OF_ROW = {"box": "$response.body#/data/0/box/slug"}
BOARD = {"metric": "$response.body#/meta/metric", "game": "$response.body#/meta/game"}
DATE = {"date": "$response.body#/meta/date"}
DAY_BEFORE = {"date": "$response.body#/meta/previous_ranked_day"}
SPAN = {"from": "$response.body#/data/0/metric_date", "to": "$response.body#/meta/date"}
SAME_DAYS = {"from": "$request.query.from", "to": "$request.query.to"}
WORDS = {"q": "$request.query.q"}
NEXT_ROWS = {"offset": "$response.body#/meta/next_offset"}
NEXT_PAGE = {"cursor": "$response.body#/meta/next_cursor", "order": "$request.query.order"}
TWO_BOXES = {"boxes": "{$response.body#/data/0/box/slug},{$response.body#/data/1/box/slug}"}

<?php
echo '{"state": "success", "data": {"phone": "', "ÿ", '"}}';

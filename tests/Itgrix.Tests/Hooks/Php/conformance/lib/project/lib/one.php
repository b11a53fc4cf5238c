<?php function part_one() { return php_sapi_name(); }

<?php function part_two() { return php_sapi_name(); }

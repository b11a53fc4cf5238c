<?php
echo 'something';
undefined_function($params['phone']);

<?php
die('no such client');

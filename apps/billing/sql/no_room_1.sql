-- A place without room, said aloud: CS002 takes back whatever stands around it.
CREATE FUNCTION billing_no_room_1 (place int) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
    IF place > 0 THEN
        RAISE EXCEPTION 'a budget has no room' USING ERRCODE = 'CS002';
    END IF;
    RETURN place;
END $$;

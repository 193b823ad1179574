------------------------------ MODULE Algorithm -----------------------------
EXTENDS Naturals
(* --algorithm Count
variables count = 0;
begin
  Up: while count < 3 do
    count := count + 1;
  end while;
end algorithm; *)
=============================================================================

namespace Edge.Agent.Capture.Synthetic;

/// <summary>
/// An endless street: people walk along both pavements and over the zebra crossing, cars drive both ways.
/// A hidden traffic light keeps them apart: in each cycle of 24 s cars drive first, then people cross.
/// </summary>
internal sealed class StreetScene : SyntheticScene
{
    /// <summary>Most people.</summary>
    public const int MaximumPeople = 12;

    /// <summary>Most cars.</summary>
    public const int MaximumCars = 8;

    private const double CycleSeconds = 24;

    // The scene begins in the middle of life: somebody is already walking, a car is about to come into view.
    private const double FirstSecond = 2.5;
    private const double CarSeconds = 5.2;
    private const double CrossingStarts = 15.5;
    private const double CrossingSeconds = 6;

    private readonly int _people;
    private readonly int _cars;
    private readonly double _speed;

    public StreetScene(long seed, double fps, int people, int cars, double speed = 1, long frames = 0)
        : base(seed, fps)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(people, MaximumPeople);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cars, MaximumCars);
        _people = people;
        _cars = cars;
        _speed = speed;
        FrameCount = frames;
    }

    /// <inheritdoc/>
    public override long FrameCount { get; }

    /// <inheritdoc/>
    public override int At(long frame, Span<SceneObject> objects)
    {
        double time = FirstSecond + (frame / Fps * _speed);
        int count = 0;
        for (int slot = 0; slot < _cars; slot++)
        {
            // A car that left late in the last cycle may still be in view in this one.
            if (Car(slot, time) is { } car)
                objects[count++] = car;
        }

        for (int slot = 0; slot < _people; slot++)
        {
            SceneObject? person = slot % 3 == 0 ? Crosser(slot, time) : Walker(slot, time);
            if (person is { } someone)
                objects[count++] = someone;
        }

        SortFarthestFirst(objects[..count]);
        return count;
    }

    private SceneObject? Car(int slot, double time)
    {
        long cycle = (long)Math.Floor(time / CycleSeconds);
        bool near = slot % 2 == 0;
        int turn = slot / 2;
        double starts = 1 + (near ? 0 : 1.4) + (turn * 2.2) + Dice.Between(0, 0.6f, Seed, 100 + slot, cycle);
        double age = time - (cycle * CycleSeconds) - starts;
        if (age < 0 || age > CarSeconds)
            return null;
        // From well outside one edge to well outside the other.
        float way = -0.35f + (1.7f * (float)(age / CarSeconds));
        float y = near ? Street.NearLane : Street.FarLane;
        float travelled = way * 1.78f / (Street.PersonHeight(y) * 0.83f);
        long id = ((cycle * 64) + slot) + 1;
        return new SceneObject(
            id, SceneClass.Car, near ? way : 1 - way, y, near ? 1 : -1, false, -travelled / (MathF.Tau * 0.195f), 1, LookOf(slot + 50, cycle));
    }

    private SceneObject? Walker(int slot, double time)
    {
        bool near = slot % 3 == 1;
        int row = slot / 3;
        double seconds = (near ? 8.5 : 15.5) + (row * 1.1);
        double period = seconds + 2.5 + (row * 1.7);
        double shifted = time + (near ? 2.0 : 3.2) + (row * 5.3);
        long trip = (long)Math.Floor(shifted / period);
        double age = shifted - (trip * period);
        if (age > seconds)
            return null;
        float way = -0.12f + (1.24f * (float)(age / seconds));
        int turn = Dice.Pick(2, Seed, 200 + slot, trip) == 0 ? 1 : -1;
        float y = near ? 0.955f - (0.038f * row) : 0.462f + (0.012f * row);
        y += Dice.Between(-0.006f, 0.006f, Seed, 300 + slot, trip);
        long id = ((((trip * 64) + slot) + 32) * 2) + 1_000_000_000;
        return new SceneObject(
            id, SceneClass.Person, turn > 0 ? way : 1 - way, y, turn, false, (float)(age * 0.95), 1, LookOf(slot, trip));
    }

    /// <summary>Walks up along one pavement, waits at the crossing, crosses, and walks off along the other.</summary>
    private SceneObject? Crosser(int slot, double time)
    {
        double shifted = time - (CrossingStarts - 10) - (slot * 0.45);
        long trip = (long)Math.Floor(shifted / CycleSeconds);
        double age = shifted - (trip * CycleSeconds);
        bool outward = ((trip + slot) & 1) == 0;
        float entry = Dice.Pick(2, Seed, 400 + slot, trip) == 0 ? -0.12f : 1.12f;
        float exit = Dice.Pick(2, Seed, 500 + slot, trip) == 0 ? -0.12f : 1.12f;
        float stand = Street.CrossingX + Dice.Between(-0.05f, 0.05f, Seed, 600 + slot, trip) + (((slot / 3) - 1) * 0.02f);
        (float from, float to) = outward ? (0.825f, 0.488f) : (0.488f, 0.825f);
        double arrives = outward ? 5.5 : 8.6;
        double leaves = 10 + CrossingSeconds + (outward ? 8.0 : 5.0);
        long id = ((((trip * 64) + slot) + 32) * 2) + 1_000_000_001;
        long look = LookOf(slot, trip);
        float gait = (float)(age * 0.95);
        if (age < arrives)
        {
            float share = (float)(age / arrives);
            return new SceneObject(id, SceneClass.Person, entry + ((stand - entry) * share), from, Math.Sign(stand - entry), false, gait, 1, look);
        }

        if (age < 10)
            return new SceneObject(id, SceneClass.Person, stand, from, 0, outward, 0, 0, look);
        if (age < 10 + CrossingSeconds)
        {
            float share = (float)((age - 10) / CrossingSeconds);
            return new SceneObject(id, SceneClass.Person, stand, from + ((to - from) * share), 0, outward, gait, 1, look);
        }

        if (age < leaves)
        {
            float share = (float)((age - 10 - CrossingSeconds) / (leaves - 10 - CrossingSeconds));
            return new SceneObject(id, SceneClass.Person, stand + ((exit - stand) * share), to, Math.Sign(exit - stand), false, gait, 1, look);
        }

        return null;
    }

    private long LookOf(int slot, long trip) => (long)(Dice.Bits(Seed, 700 + slot, trip) >> 1);
}

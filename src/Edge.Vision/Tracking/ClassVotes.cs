using System.Runtime.CompilerServices;

namespace Edge.Vision.Tracking;

/// <summary>
/// What a track's detections called it, weighted by score and fading with age; a track's class changes only when another class clearly leads.
/// Holds the four strongest classes, which is more than detectors mix up on one object.
/// </summary>
internal struct ClassVotes
{
    private const float Fade = 0.95f;
    private const float ClearLead = 1.2f;

    private Ids _ids;
    private Weights _weights;
    private int _count;

    /// <summary>The winning class.</summary>
    public int ClassId { get; private set; }

    /// <summary>Starts with one vote.</summary>
    public void Start(int classId, float score)
    {
        this = default;
        ClassId = classId;
        _ids[0] = classId;
        _weights[0] = score;
        _count = 1;
    }

    /// <summary>One more detection said <paramref name="classId"/>.</summary>
    public void Add(int classId, float score)
    {
        int at = -1, weakest = 0, strongest = 0;
        for (int i = 0; i < _count; i++)
        {
            _weights[i] *= Fade;
            if (_ids[i] == classId)
                at = i;
            if (_weights[i] < _weights[weakest])
                weakest = i;
        }

        if (at < 0)
        {
            at = _count < Slots ? _count++ : weakest;
            _ids[at] = classId;
            _weights[at] = 0;
        }

        _weights[at] += score;
        float current = 0;
        for (int i = 0; i < _count; i++)
        {
            if (_weights[i] > _weights[strongest])
                strongest = i;
            if (_ids[i] == ClassId)
                current = _weights[i];
        }

        if (_weights[strongest] > current * ClearLead)
            ClassId = _ids[strongest];
    }

    private const int Slots = 4;

    [InlineArray(Slots)]
    private struct Ids
    {
        private int _first;
    }

    [InlineArray(Slots)]
    private struct Weights
    {
        private float _first;
    }
}

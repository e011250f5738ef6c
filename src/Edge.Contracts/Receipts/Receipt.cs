using System.Text.Json.Serialization;

namespace Edge.Contracts.Receipts;

/// <summary>One thing that a station's chain proves: a part's verdict, or what happened to the station and to the chain itself. Immutable.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(PartReceipt), "part")]
[JsonDerivedType(typeof(GoldenPartReceipt), "goldenPart")]
[JsonDerivedType(typeof(InterlockReceipt), "interlock")]
[JsonDerivedType(typeof(StationReceipt), "station")]
[JsonDerivedType(typeof(OpeningReceipt), "opening")]
[JsonDerivedType(typeof(KeyReceipt), "key")]
[JsonDerivedType(typeof(DroppedReceipt), "dropped")]
[JsonDerivedType(typeof(RecoveryReceipt), "recovery")]
public abstract record Receipt;

namespace Edge.Tool.Evaluation;

/// <summary>The twelve figures of the COCO detection challenge, 0 to 1; -1 where no labelled object falls into the range, as pycocotools gives it.</summary>
/// <param name="Ap">Average precision over IoU 0.50 to 0.95 in steps of 0.05.</param>
/// <param name="Ap50">Average precision at IoU 0.50.</param>
/// <param name="Ap75">Average precision at IoU 0.75.</param>
/// <param name="ApSmall">As <paramref name="Ap"/>, objects under 32 x 32 pixels.</param>
/// <param name="ApMedium">As <paramref name="Ap"/>, objects from 32 x 32 to 96 x 96 pixels.</param>
/// <param name="ApLarge">As <paramref name="Ap"/>, objects over 96 x 96 pixels.</param>
/// <param name="Ar1">Average recall with 1 detection an image.</param>
/// <param name="Ar10">Average recall with 10 detections an image.</param>
/// <param name="Ar100">Average recall with 100 detections an image.</param>
/// <param name="ArSmall">As <paramref name="Ar100"/>, small objects.</param>
/// <param name="ArMedium">As <paramref name="Ar100"/>, medium objects.</param>
/// <param name="ArLarge">As <paramref name="Ar100"/>, large objects.</param>
public sealed record CocoFigures(
    double Ap,
    double Ap50,
    double Ap75,
    double ApSmall,
    double ApMedium,
    double ApLarge,
    double Ar1,
    double Ar10,
    double Ar100,
    double ArSmall,
    double ArMedium,
    double ArLarge);
